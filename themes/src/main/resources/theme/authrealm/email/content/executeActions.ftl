<#--
  What an administrator asks a user to do.
  link: String. linkExpiration: Number of minutes. requiredActions: list of aliases, may be missing.
-->
<#import "common.ftl" as common>
<#assign actions = (requiredActions![])?map(alias -> common.named("requiredAction.", common.plain(alias)))>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("executeActionsSubject")>
  <@mail.paragraph msg("authrealmActionsBody", common.brand())/>
  <@mail.bullets actions/>
  <@mail.button link msg("authrealmActionsButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmActionsIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="executeActionsBody" html="executeActionsBodyHtml"
    values=[link, linkExpiration, common.bare(realmName), common.bare(actions?join(", ")),
        linkExpirationFormatter(linkExpiration)]/>
</#if>

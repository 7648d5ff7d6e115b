<#--
  Keycloak's link to a new password, from its sign-in pages.
  link: String. linkExpiration: Number of minutes.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("authrealmPasswordResetTitle")>
  <@mail.paragraph msg("authrealmPasswordResetBody", common.brand())/>
  <@mail.button link msg("authrealmPasswordResetButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmPasswordResetIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="passwordResetBody" html="passwordResetBodyHtml"
    values=[link, linkExpiration, common.bare(realmName), linkExpirationFormatter(linkExpiration)]/>
</#if>

<#--
  Keycloak's check of a new address by link.
  link: String. linkExpiration: Number of minutes. newEmail: String.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("authrealmEmailChangeTitle")>
  <@mail.paragraph msg("authrealmEmailChangeLinkBody", common.brand(), common.plain(newEmail))/>
  <@mail.button link msg("authrealmEmailChangeButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmEmailChangeIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="emailUpdateConfirmationBody" html="emailUpdateConfirmationBodyHtml"
    values=[link, common.bare(newEmail), common.bare(realmName), linkExpirationFormatter(linkExpiration)]/>
</#if>

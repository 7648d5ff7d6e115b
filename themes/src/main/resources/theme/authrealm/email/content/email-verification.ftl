<#--
  Keycloak's check of an address by link.
  link: String. linkExpiration: Number of minutes.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("authrealmVerifyEmailTitle")>
  <@mail.paragraph msg("authrealmVerifyEmailLinkBody", common.brand())/>
  <@mail.button link msg("authrealmVerifyEmailButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmMailIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="emailVerificationBody" html="emailVerificationBodyHtml"
    values=[link, linkExpiration, common.bare(realmName), linkExpirationFormatter(linkExpiration)]/>
</#if>

<#--
  Keycloak's check of an address by code, which extensions send.
  code: String.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("authrealmVerifyEmailTitle")>
  <@mail.paragraph msg("authrealmVerifyEmailCodeBody", common.brand())/>
  <@mail.code code/>
  <@mail.note msg("authrealmMailKeepCode")/>
  <@mail.note msg("authrealmMailIgnore")/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="emailVerificationBodyCode" html="emailVerificationBodyCodeHtml"
    values=[code]/>
</#if>

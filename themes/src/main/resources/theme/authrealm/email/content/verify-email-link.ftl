<#--
  AuthRealm's link to prove an address.
  link: String. expirationMinutes: Number. Subject: authrealmVerifyEmailSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmVerifyEmailTitle")>
  <@mail.paragraph msg("authrealmVerifyEmailLinkBody", common.brand())/>
  <@mail.button link msg("authrealmVerifyEmailButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmMailIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>

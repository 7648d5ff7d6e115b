<#--
  AuthRealm's code for an address that is on file. It does not contain the name of the user: a stranger who signs up
  with the address could send a message in it.
  code: String. expirationMinutes: Number. Subject: authrealmVerifyEmailSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmVerifyEmailTitle")>
  <@mail.paragraph msg("authrealmVerifyEmailCodeBody", common.brand())/>
  <@mail.code code/>
  <@mail.paragraph msg("authrealmMailCodeExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmMailKeepCode")/>
  <@mail.note msg("authrealmMailIgnore")/>
</@mail.emailLayout>

<#--
  AuthRealm's code for an address that is on file. No name of the user is in it: whoever signs up with the address of
  somebody else could write to them through it.
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

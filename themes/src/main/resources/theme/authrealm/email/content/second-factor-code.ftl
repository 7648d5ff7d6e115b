<#--
  AuthRealm's code by which a user proves a second factor. It goes to an address that the user has confirmed.
  code: String. expirationMinutes: Number. Subject: authrealmSecondFactorCodeSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmSecondFactorCodeTitle")>
  <@mail.paragraph msg("authrealmSecondFactorCodeBody", common.brand())/>
  <@mail.code code/>
  <@mail.paragraph msg("authrealmMailCodeExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmMailKeepCode")/>
  <@mail.note msg("authrealmSecondFactorCodeNotYou")/>
</@mail.emailLayout>

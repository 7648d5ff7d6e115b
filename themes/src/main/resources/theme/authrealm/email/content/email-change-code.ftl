<#--
  AuthRealm's code for a new address. Its owner may be a stranger, so it says neither the name nor the old address.
  code: String. expirationMinutes: Number. Subject: authrealmEmailChangeSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmEmailChangeTitle")>
  <@mail.paragraph msg("authrealmEmailChangeCodeBody", common.brand())/>
  <@mail.code code/>
  <@mail.paragraph msg("authrealmMailCodeExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmMailKeepCode")/>
  <@mail.note msg("authrealmEmailChangeIgnore")/>
</@mail.emailLayout>

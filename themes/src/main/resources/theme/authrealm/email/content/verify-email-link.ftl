<#--
  AuthRealm's link that verifies an address. It does not contain the name of the user: a stranger who signs up with the
  address could send a message in it.
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

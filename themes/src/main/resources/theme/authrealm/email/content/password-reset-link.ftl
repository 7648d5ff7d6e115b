<#--
  AuthRealm's link to a new password.
  link: String. expirationMinutes: Number. Subject: authrealmPasswordResetSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmPasswordResetTitle")>
  <@mail.paragraph msg("authrealmPasswordResetBody", common.brand())/>
  <@mail.button link msg("authrealmPasswordResetButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmPasswordResetIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>

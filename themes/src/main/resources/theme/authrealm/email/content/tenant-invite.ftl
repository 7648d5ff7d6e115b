<#--
  AuthRealm's invitation to the realm, for readers with and without an account there. It names nobody: an admin could
  send a message in a name.
  link: String. expirationMinutes: Number. Subject: authrealmTenantInviteSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmTenantInviteSubject", common.brand())>
  <@mail.paragraph msg("authrealmTenantInviteBody", common.brand())/>
  <@mail.button link msg("authrealmInviteButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmInviteIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>

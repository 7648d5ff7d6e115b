<#--
  AuthRealm's link to sign in.
  link: String. expirationMinutes: Number. Subject: authrealmMagicLinkSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmMagicLinkTitle")>
  <@mail.paragraph msg("authrealmMagicLinkBody", common.brand())/>
  <@mail.button link msg("authrealmMagicLinkButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(expirationMinutes))/>
  <@mail.note msg("authrealmMagicLinkKeep")/>
  <@mail.note msg("authrealmMailIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>

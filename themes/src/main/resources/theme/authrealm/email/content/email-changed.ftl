<#--
  AuthRealm's notice to the old address after a change of the address. The reader of the old mailbox may not be the
  owner of the account, so the sender masks the new address.
  newEmail: String, already masked. Subject: authrealmEmailChangedSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmEmailChangedTitle")>
  <@mail.paragraph msg("authrealmEmailChangedBody", common.brand())/>
  <@mail.facts [{"label": msg("authrealmEmailChangedAddress"), "value": common.plain(newEmail)}]/>
  <@mail.paragraph msg("authrealmEmailChangedNotYou", common.brand())/>
  <@mail.note msg("authrealmEmailChangedRecipient")/>
</@mail.emailLayout>

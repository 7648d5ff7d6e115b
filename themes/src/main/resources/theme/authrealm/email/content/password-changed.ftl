<#--
  AuthRealm's notice after a reset or a change of the password. It has no variables.
  Subject: authrealmPasswordChangedSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<@mail.emailLayout title=msg("authrealmPasswordChangedTitle")>
  <@mail.paragraph msg("authrealmPasswordChangedBody", common.brand())/>
  <@mail.paragraph msg("authrealmPasswordChangedNotYou", common.brand())/>
</@mail.emailLayout>

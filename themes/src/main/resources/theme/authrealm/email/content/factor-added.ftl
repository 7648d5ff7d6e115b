<#--
  AuthRealm's notice after second factors were added.
  types: list of String, types of credentials. date: Date. ipAddress: String, not always an address, may be missing.
  Subject: authrealmFactorAddedSubject, {0} the realm's name.
-->
<#import "common.ftl" as common>
<#assign facts = types?map(type -> {"label": msg("authrealmMailMethod"),
        "value": common.named("authrealmCredential.", common.plain(type))}) + [
    {"label": msg("authrealmMailTime"), "value": common.time(date)},
    {"label": msg("authrealmMailAddress"), "value": common.plain(ipAddress!"")}
]>
<@mail.emailLayout title=msg("authrealmFactorAddedTitle")>
  <@mail.paragraph msg("authrealmFactorAddedBody", common.brand())/>
  <@mail.facts facts/>
  <@mail.paragraph msg("authrealmMailNotYou", common.brand())/>
</@mail.emailLayout>

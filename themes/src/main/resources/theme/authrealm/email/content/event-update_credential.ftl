<#--
  A new or changed way to sign in.
  event.date: Date. event.ipAddress: String, not always an address, may be missing.
  event.getDetail("credential_type"): String, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("eventUpdateCredentialSubject")>
  <@mail.paragraph msg("authrealmEventUpdateCredentialBody", common.brand())/>
  <@mail.facts [
      {"label": msg("authrealmMailMethod"), "value": common.named("authrealmCredential.",
          common.plain(event.getDetail("credential_type")!""))},
      {"label": msg("authrealmMailTime"), "value": common.time(event.date)},
      {"label": msg("authrealmMailAddress"), "value": common.plain(event.ipAddress!"")}
  ]/>
  <@mail.paragraph msg("authrealmMailNotYou", common.brand())/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="eventUpdateCredentialBody" html="eventUpdateCredentialBodyHtml"
    values=[common.bare(event.getDetail("credential_type")!""), event.date, common.bare(event.ipAddress!"")]/>
</#if>

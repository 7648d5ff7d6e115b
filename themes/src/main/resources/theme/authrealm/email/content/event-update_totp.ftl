<#--
  A new authenticator app.
  event.date: Date. event.ipAddress: String, not always an address, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("eventUpdateTotpSubject")>
  <@mail.paragraph msg("authrealmEventUpdateTotpBody", common.brand())/>
  <@mail.facts [
      {"label": msg("authrealmMailTime"), "value": common.time(event.date)},
      {"label": msg("authrealmMailAddress"), "value": common.plain(event.ipAddress!"")}
  ]/>
  <@mail.paragraph msg("authrealmMailNotYou", common.brand())/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="eventUpdateTotpBody" html="eventUpdateTotpBodyHtml"
    values=[event.date, common.bare(event.ipAddress!"")]/>
</#if>

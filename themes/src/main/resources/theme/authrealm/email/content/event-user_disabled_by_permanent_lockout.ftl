<#--
  A lock that stays.
  event.date: Date. event.ipAddress: String, not always an address, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("eventUserDisabledByPermanentLockoutSubject")>
  <@mail.paragraph msg("authrealmEventPermanentLockoutBody", common.brand())/>
  <@mail.facts [
      {"label": msg("authrealmMailTime"), "value": common.time(event.date)},
      {"label": msg("authrealmMailAddress"), "value": common.plain(event.ipAddress!"")}
  ]/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="eventUserDisabledByPermanentLockoutBody" html="eventUserDisabledByPermanentLockoutHtml"
    values=[event.date, common.bare(event.ipAddress!"")]/>
</#if>

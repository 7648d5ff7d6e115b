<#--
  A changed password.
  event.date: Date. event.ipAddress: String, not always an address, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("authrealmPasswordChangedTitle")>
  <@mail.paragraph msg("authrealmPasswordChangedBody", common.brand())/>
  <@mail.facts [
      {"label": msg("authrealmMailTime"), "value": common.time(event.date)},
      {"label": msg("authrealmMailAddress"), "value": common.plain(event.ipAddress!"")}
  ]/>
  <@mail.paragraph msg("authrealmPasswordChangedNotYou", common.brand())/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="eventUpdatePasswordBody" html="eventUpdatePasswordBodyHtml"
    values=[event.date, common.bare(event.ipAddress!"")]/>
</#if>

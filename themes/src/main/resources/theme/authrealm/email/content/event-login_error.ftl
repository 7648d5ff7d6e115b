<#--
  A failed attempt to sign in.
  event.date: Date. event.ipAddress: String, not always an address, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("eventLoginErrorSubject")>
  <@mail.paragraph msg("authrealmEventLoginErrorBody", common.brand())/>
  <@mail.facts [
      {"label": msg("authrealmMailTime"), "value": common.time(event.date)},
      {"label": msg("authrealmMailAddress"), "value": common.plain(event.ipAddress!"")}
  ]/>
  <@mail.paragraph msg("authrealmMailNotYou", common.brand())/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="eventLoginErrorBody" html="eventLoginErrorBodyHtml"
    values=[event.date, common.bare(event.ipAddress!"")]/>
</#if>

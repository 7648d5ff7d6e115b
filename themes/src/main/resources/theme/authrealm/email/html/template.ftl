<#ftl output_format="HTML">
<#--
  The only layout of all mails, and the parts of which they consist; text/template.ftl has the same parts. It also
  contains what Keycloak's or another extension's templates put into it. The colours are inline for light backgrounds,
  and remain if a mail program removes the styles. The styles only change colours, for dark backgrounds. Only the logo
  is loaded.
-->
<#import "../content/common.ftl" as common>
<#import "../content/colors.ftl" as colors>

<#-- The Japanese fonts have most of the Chinese characters too, in their Japanese shapes. -->
<#function font language>
  <#return "-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Noto Sans,Noto Sans Devanagari,Nirmala UI,"
      + (language == "ja")?then("Hiragino Sans,Noto Sans CJK JP,Meiryo,", "")
      + "Arial,sans-serif">
</#function>

<#macro emailLayout title="">
<#local ownText = title?has_content || common.hasOwnText()>
<#local language = common.language(ownText)>
<#local direction = common.direction(language)>
<#local fonts = font(language)>
<#local heading = title?has_content?then(title, common.plain(subject!common.brand()))>
<#local color = common.brandColor()>
<#local logo = common.brandLogoUrl()>
<!DOCTYPE html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${heading}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
.page { background-color: #111827 !important; color: #f9fafb !important; }
.card { background-color: #1f2937 !important; border-left-color: #374151 !important; border-right-color: #374151 !important; border-bottom-color: #374151 !important; }
.text, .text a { color: #f9fafb !important; }
.note, .note a { color: #d1d5db !important; }
.code { background-color: #111827 !important; border-color: #6b7280 !important; color: #f9fafb !important; }
.text .button { border-color: ${colors.edge(color, "#1f2937", "#9ca3af")} !important; color: ${colors.textOn(color)} !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f3f4f6;color:#111827">
<div role="article" aria-roledescription="email" aria-label="${heading}" lang="${language}" dir="${direction}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f4f6;color:#111827">
<tr>
<td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;table-layout:fixed">
<tr>
<td class="card" style="padding:28px 24px 12px;background-color:#ffffff;border:1px solid #e5e7eb;border-top:4px solid ${color};border-radius:8px;font-family:${fonts};font-size:16px;line-height:24px;text-align:start;text-wrap:pretty;overflow-wrap:break-word;word-wrap:break-word">
<#if logo?has_content>
<p class="text" style="margin:0 0 24px;color:#111827;font-size:18px;font-weight:600"><img src="${logo}" alt="${common.brand()}" height="40" style="display:block;height:40px;width:auto;max-width:240px;border:0"></p>
<#else>
<p class="text" style="margin:0 0 24px;color:#111827;font-size:18px;font-weight:600"><bdi>${common.brand()}</bdi></p>
</#if>
<h1 class="text" style="margin:0 0 16px;color:#111827;font-size:24px;line-height:32px;font-weight:700;text-wrap:balance;word-break:auto-phrase">${heading}</h1>
<div class="text" style="color:#111827">
<#nested>
</div>
</td>
</tr>
<tr>
<td class="note" style="padding:16px 24px;color:#4b5563;font-family:${fonts};font-size:16px;line-height:24px;text-align:start;text-wrap:pretty;overflow-wrap:break-word;word-wrap:break-word">
<#if ownText>${msg("authrealmMailFooter", common.brand())}<#else>${common.brand()}</#if>
</td>
</tr>
</table>
</td>
</tr>
</table>
</div>
</body>
</html>
</#macro>

<#macro paragraph text>
<p class="text" style="margin:0 0 16px;color:#111827">${text}</p>
</#macro>

<#macro note text>
<p class="note" style="margin:0 0 16px;color:#4b5563">${text}</p>
</#macro>

<#macro bullets items>
<ul class="text" style="margin:0 0 16px;padding:0;padding-inline-start:24px;color:#111827">
<#list items as item>
<li style="margin:0 0 4px">${item}</li>
</#list>
</ul>
</#macro>

<#-- Labels and values that may be missing. -->
<#macro facts items>
<#list items?filter(item -> item.value?has_content) as item>
<p class="text" style="margin:0 0 12px;color:#111827"><span class="note" style="color:#4b5563">${item.label}</span><br><bdi>${item.value}</bdi></p>
</#list>
</#macro>

<#macro button link label>
<#local color = common.brandColor()>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px">
<tr>
<td bgcolor="${color}" style="background-color:${color};border-radius:6px;mso-padding-alt:14px 24px"><a class="button" href="${link}" style="display:inline-block;padding:13px 24px;background-color:${color};border:1px solid ${colors.edge(color, "#ffffff", "#6b7280")};border-radius:6px;color:${colors.textOn(color)};font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${label}</a></td>
</tr>
</table>
</#macro>

<#macro address link>
<p class="note" style="margin:0 0 16px;color:#4b5563">${msg("authrealmMailLinkHint")}<br><a href="${link}" dir="ltr" style="color:#4b5563;text-decoration:underline;word-break:break-all">${link}</a></p>
</#macro>

<#-- One text without gaps, so that it is read, selected and copied as a whole; the gaps are only drawn. -->
<#macro code value>
<p style="margin:8px 0 24px"><span class="code" dir="ltr" style="display:inline-block;padding:12px 16px;background-color:#f3f4f6;border:1px solid #d1d5db;border-radius:6px;color:#111827;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:32px;line-height:40px;font-weight:700;letter-spacing:4px;-webkit-user-select:all;user-select:all">${value}</span></p>
</#macro>

<#-- A mail in a language that only Keycloak has. Its texts are markup, which Keycloak's sanitizer allows. -->
<#macro keycloaks text html values>
<@emailLayout>
${kcSanitize(common.keycloaks(html, values))?no_esc}
</@emailLayout>
</#macro>

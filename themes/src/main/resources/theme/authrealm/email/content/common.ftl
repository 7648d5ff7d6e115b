<#--
  What the HTML and the text of a mail share.

  From Keycloak: msg, locale, properties, realmName.
  Keycloak passes no attribute of the realm. The colour and the logo therefore come from the realm's texts
  authrealmBrandColor (#rrggbb) and authrealmBrandLogoUrl (https) in English, which every other language falls back to.
-->

<#--
  A value that users or administrators choose, as one line, without effect on the direction of the text around it, and
  short enough not to dominate the mail. msg() would resolve ${...} in it.
-->
<#function plain value>
  <#return value
      ?replace(r"[\p{Cc}\x{2028}\x{2029}]+", " ", "r")
      ?replace(r"[\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]", "", "r")
      ?replace(r"${", "$ {")
      ?trim
      ?replace(r"^(.{200}).+$", "$1…", "r")>
</#function>

<#function brand>
  <#return plain(realmName)>
</#function>

<#--
  A text of the realm as it was written, if it is valid. msg() treats texts as message formats: it would drop the
  apostrophes, and an open brace would break the mail. As an argument the text is not interpreted.
-->
<#function accepted key pattern fallback>
  <#local text = msg("{0}", r"${" + key + "}")>
  <#return text?matches(pattern)?then(text, fallback)>
</#function>

<#function brandColor>
  <#return accepted("authrealmBrandColor", r"#[0-9A-Fa-f]{6}", "#1d4ed8")>
</#function>

<#-- Without quotes, spaces and brackets, so that it stays inside its attribute however it is escaped. -->
<#function brandLogoUrl>
  <#return accepted("authrealmBrandLogoUrl",
      r"https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~%!$&()*+,;=:@/?-]{0,1500})?", "")>
</#function>

<#--
  Whether a mail uses the texts of this theme: in their languages, and in those for which Keycloak has no texts
  either. msg() then falls back to the realm's default language or to English.
-->
<#function hasOwnText>
  <#return msg("authrealmMailLanguage")?keep_before("-") == locale.language
      || !properties.locales?split(",")?map(tag -> tag?trim?keep_before("-"))?seq_contains(locale.language)>
</#function>

<#function language ownText>
  <#return ownText?then(msg("authrealmMailLanguage"), locale.toLanguageTag())>
</#function>

<#-- Keycloak's ltr describes the language of the user, which is not always that of the text. -->
<#function direction language>
  <#return ["ar", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"]
      ?seq_contains(language?keep_before("-"))?then("rtl", "ltr")>
</#function>

<#--
  The number is formatted here, because msg() formats it in the digits of a language that may differ from that of the
  text, and in Keycloak 26.4 accepts none.
-->
<#function amount unit number>
  <#return msg("authrealmMailDuration." + (number == 1)?then(unit, unit + "s"), number?c)>
</#function>

<#function duration minutes>
  <#if minutes % 1440 == 0><#return amount("day", minutes / 1440)></#if>
  <#if minutes % 60 == 0><#return amount("hour", minutes / 60)></#if>
  <#return amount("minute", minutes)>
</#function>

<#-- In UTC, with the zone: the user's zone is unknown, and the server's zone must stay private. -->
<#function time date>
  <#setting locale=msg("authrealmMailLanguage")?replace("-", "_")>
  <#setting time_zone="UTC">
  <#return date?datetime?string.long_short + " UTC">
</#function>

<#-- The text of a key that ends in an alias of the server, or the alias itself if there is no text. -->
<#function named prefix alias>
  <#local text = msg(prefix + alias)>
  <#return (text == prefix + alias)?then(alias, text)>
</#function>

<#--
  A value inside Keycloak's own sentences, which are markup: the sanitizer decodes what was escaped, and allows links
  and emphasis from any author.
-->
<#function bare value>
  <#return plain(value)?replace("[<>&]", "", "r")>
</#function>

<#-- The sentences take at most six arguments. -->
<#function keycloaks key values>
  <#return msg(key, values[0]!"", values[1]!"", values[2]!"", values[3]!"", values[4]!"", values[5]!"")>
</#function>

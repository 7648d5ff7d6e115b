<#ftl output_format="HTML">
<#--
  The brand of the realm, for css/authrealm.css, and the repairs that CSS cannot make. Every page of keycloak.v2 calls
  this macro at the end of its body, and Keycloak intends it to be replaced, so that no template has to be copied.
  content/ has the files of the same name of the email theme; the build copies them.
-->
<#import "content/common.ftl" as common>
<#import "content/colors.ftl" as colors>

<#-- The colour if it is readable on the background, otherwise that of ordinary text. The margin is for rounding. -->
<#function readable color background text>
  <#return (colors.contrast(color, background) >= 4.6)?then(color, text)>
</#function>

<#-- An annotation in the user profile hides what people need not fill in. A field with an error has to be seen. -->
<#function isAskedFor attribute>
  <#local rule = attribute.annotations.authrealmRegistration!"">
  <#return attribute.required || messagesPerField.existsError(attribute.name) || !rule?is_string || rule != "hidden">
</#function>

<#-- Keycloak's page reads this file before it lists the fields. -->
<#if (pageId!"") == "register" && profile??>
<#global profile = profile + {"attributes": profile.attributes?filter(attribute -> isAskedFor(attribute))}>
</#if>

<#macro content>
<#local color = common.brandColor()>
<#local logo = common.brandLogoUrl()>
<style>
:root {
--authrealm-brand: ${color};
--authrealm-on-brand: ${colors.textOn(color)};
--authrealm-edge: ${colors.edge(color, "#ffffff", "#6b7280")};
--authrealm-link: ${readable(color, "#ffffff", "#111827")};
}
.pf-v5-theme-dark {
--authrealm-edge: ${colors.edge(color, "#1f2937", "#9ca3af")};
--authrealm-link: ${readable(color, "#1f2937", "#f9fafb")};
}
</style>
<#-- The name in the header stays for screen readers, and is visible if the logo does not load. -->
<#if logo?has_content>
<img class="authrealm-logo" src="${logo}" alt="${common.plain(realm.displayName!realm.name)}" aria-hidden="true" referrerpolicy="no-referrer">
</#if>
<script type="module" src="${url.resourcesPath}/js/accessibility.js"></script>
</#macro>

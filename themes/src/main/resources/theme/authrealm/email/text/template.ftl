<#ftl output_format="plainText">
<#-- The same parts as in html/template.ftl. -->
<#import "../content/common.ftl" as common>

<#macro emailLayout title="">
<#if title?has_content>
${title}

</#if>
<#nested>
<#if title?has_content || common.hasOwnText()>
${msg("authrealmMailFooter", common.brand())}
<#else>
${common.brand()}
</#if>
</#macro>

<#macro paragraph text>
${text}

</#macro>

<#macro note text>
${text}

</#macro>

<#macro bullets items>
<#list items as item>
- ${item}
</#list>

</#macro>

<#macro facts items>
<#list items?filter(item -> item.value?has_content) as item>
${item.label}: ${item.value}
</#list>

</#macro>

<#macro button link label>
${label}:
${link}

</#macro>

<#-- It stands at the button here. -->
<#macro address link>
</#macro>

<#macro code value>
${value}

</#macro>

<#macro keycloaks text html values>
<@emailLayout>
${common.keycloaks(text, values)}

</@emailLayout>
</#macro>

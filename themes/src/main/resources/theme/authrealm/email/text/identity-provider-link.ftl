<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/identity-provider-link.ftl">

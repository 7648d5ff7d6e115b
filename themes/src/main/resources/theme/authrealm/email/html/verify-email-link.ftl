<#ftl output_format="HTML">
<#import "template.ftl" as mail>
<#include "../content/verify-email-link.ftl">

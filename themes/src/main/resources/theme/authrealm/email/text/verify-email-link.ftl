<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/verify-email-link.ftl">

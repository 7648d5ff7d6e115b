<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/email-verification-with-code.ftl">

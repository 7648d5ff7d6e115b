<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/password-reset-link.ftl">

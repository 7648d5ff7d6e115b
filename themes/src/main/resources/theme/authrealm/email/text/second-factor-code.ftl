<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/second-factor-code.ftl">

<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/tenant-invite.ftl">

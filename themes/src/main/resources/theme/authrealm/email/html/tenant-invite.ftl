<#ftl output_format="HTML">
<#import "template.ftl" as mail>
<#include "../content/tenant-invite.ftl">

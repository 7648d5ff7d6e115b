<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/event-update_credential.ftl">

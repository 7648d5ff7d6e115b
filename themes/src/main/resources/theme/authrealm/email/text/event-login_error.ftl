<#ftl output_format="plainText">
<#import "template.ftl" as mail>
<#include "../content/event-login_error.ftl">

<#--
  What an administrator sends to try the mail server. It has no variables.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("emailTestSubject")>
  <@mail.paragraph msg("authrealmTestBody", common.brand())/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="emailTestBody" html="emailTestBodyHtml"
    values=[common.bare(realmName)]/>
</#if>

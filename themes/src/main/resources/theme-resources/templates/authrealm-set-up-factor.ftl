<#--
  The page on which a user who must have a second factor, and has none, chooses what to set up. It belongs to no theme, so
  every login theme has it. It uses only what the layouts of keycloak.v2 share in all supported versions.
  authrealmFactors: the types of credentials to choose from.
-->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">
  ${msg("authrealmFactorSetUp")}
<#elseif section = "form">
  <form id="authrealm-factor-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
    <p id="authrealm-factor-choose">${msg("authrealmFactorChoose")}</p>
    <#list authrealmFactors as type>
    <div class="${properties.kcFormGroupClass!}">
      <button name="factor" value="${type}" type="submit" aria-describedby="authrealm-factor-${type}"
              class="${properties.kcButtonSecondaryClass!properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg(type + "-display-name")}</button>
      <div id="authrealm-factor-${type}" class="${properties.kcFormHelperTextClass!}">${msg(type + "-help-text")}</div>
    </div>
    </#list>
  </form>
</#if>
</@layout.registrationLayout>

<#--
  The page in place of one that changes second factors, if the user has signed in without the second factor. It belongs to
  no theme, so every login theme has it. It uses only what the layouts of keycloak.v2 share in all supported versions.
  authrealmMayGoBack: whether the user has asked for the change and can give it up.
-->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
<#if section = "header">
  ${msg("authrealmFactorFirst")}
<#elseif section = "form">
  <form id="authrealm-factor-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
    <p id="authrealm-factor-why">${msg("authrealmFactorFirstWhy")}</p>
    <div class="${properties.kcFormGroupClass!}">
      <#-- It ends the session first, because its cookie would lead back to this page. -->
      <a id="authrealm-factor-again" href="${url.loginRestartFlowUrl}"
         class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("authrealmFactorFirstAgain")}</a>
    </div>
    <#if authrealmMayGoBack>
    <div class="${properties.kcFormGroupClass!}">
      <button id="authrealm-factor-back" name="cancel-aia" value="true" type="submit"
              class="${properties.kcButtonSecondaryClass!properties.kcButtonClass!} ${properties.kcButtonBlockClass!}">${msg("doCancel")}</button>
    </div>
    </#if>
  </form>
</#if>
</@layout.registrationLayout>

<#--
  The page that asks for the code of a second factor. It belongs to no theme, so every login theme has it. It uses only
  what the layouts of keycloak.v2 share in all supported versions.
  authrealmCode.type: the type of the credential. authrealmCode.destination: where the code went, in part; none if none
  could be sent.
  authrealmCode.choices: where it can go, if there are several. authrealmCode.factor: the id of the one where it went.
-->
<#import "template.ftl" as layout>
<#assign error = messagesPerField.get("code")>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError("code"); section>
<#if section = "header">
  ${msg(authrealmCode.type + "-display-name")}
<#elseif section = "form">
  <form id="authrealm-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
    <#if authrealmCode.destination?has_content>
    <p id="authrealm-code-sent">${msg("authrealmCodeSent", authrealmCode.destination)}</p>
    </#if>
    <div class="${properties.kcFormGroupClass!}">
      <div class="${properties.kcFormGroupLabelClass!}">
        <label for="code" class="${properties.kcFormLabelClass!}">
          <span class="${properties.kcFormLabelTextClass!}">${msg("loginOtpOneTime")}</span>
        </label>
      </div>
      <span class="${properties.kcInputClass!}<#if error?has_content> ${properties.kcError!}</#if>">
        <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="64" autofocus
               aria-describedby="authrealm-code-error"<#if error?has_content> aria-invalid="true"</#if>>
      </span>
      <div id="authrealm-code-error" aria-live="polite">
        <#if error?has_content>
        <div class="${properties.kcFormHelperTextClass!}">
          <div class="${properties.kcInputHelperTextClass!}">
            <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
              <span class="${properties.kcInputErrorMessageClass!}">${error}</span>
            </div>
          </div>
        </div>
        </#if>
      </div>
    </div>
    <#if authrealmCode.choices?has_content>
    <div class="${properties.kcFormGroupClass!}">
      <div class="${properties.kcFormGroupLabelClass!}">
        <label for="factor" class="${properties.kcFormLabelClass!}">
          <span class="${properties.kcFormLabelTextClass!}">${msg("authrealmCodeDestination")}</span>
        </label>
      </div>
      <div class="${properties.kcInputClass!}">
        <select id="factor" name="factor">
          <#list authrealmCode.choices as choice>
          <option value="${choice.id}"<#if choice.id == authrealmCode.factor> selected</#if>>${choice.destination}</option>
          </#list>
        </select>
        <span class="${properties.kcFormControlUtilClass!}">
          <span class="${properties.kcFormControlToggleIcon!}">
            <svg viewBox="0 0 10 6" width="0.65em" height="0.4em" fill="currentColor" aria-hidden="true"><path d="M0 0h10L5 6z"/></svg>
          </span>
        </span>
      </div>
    </div>
    </#if>
    <div class="${properties.kcFormGroupClass!}">
      <div class="${properties.kcFormActionGroupClass!}">
        <button id="kc-login" name="login" type="submit"
                class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("doLogIn")}</button>
        <button id="authrealm-code-resend" name="resend" value="true" type="submit"
                class="${properties.kcButtonLinkClass!} ${properties.kcButtonBlockClass!}">${msg("authrealmCodeResend")}</button>
      </div>
    </div>
  </form>
</#if>
</@layout.registrationLayout>

<#--
  Keycloak's question whether an account of another provider may sign in to this one.
  link: String. linkExpiration: Number of minutes. identityProviderDisplayName: String.
  identityProviderContext.username: String, chosen by the user at the other provider, may be missing.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("identityProviderLinkSubject", common.plain(identityProviderDisplayName))>
  <#assign provider = common.plain(identityProviderDisplayName)>
  <@mail.paragraph msg("authrealmLinkBody", common.brand(), provider)/>
  <@mail.facts [{"label": provider, "value": common.plain(identityProviderContext.username!"")}]/>
  <@mail.button link msg("authrealmLinkButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmMailIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="identityProviderLinkBody" html="identityProviderLinkBodyHtml"
    values=[common.bare(identityProviderDisplayName), common.bare(realmName),
        common.bare(identityProviderContext.username!""), link, linkExpiration, linkExpirationFormatter(linkExpiration)]/>
</#if>

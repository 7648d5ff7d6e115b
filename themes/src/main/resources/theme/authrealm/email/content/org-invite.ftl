<#--
  Keycloak's invitation to an organization. The names of the user, which Keycloak passes too, are left out: the sender
  of the invitation chooses them.
  link: String. linkExpiration: Number of minutes. organization.name: String.
-->
<#import "common.ftl" as common>
<#if common.hasOwnText()>
<@mail.emailLayout title=msg("orgInviteSubject", common.plain(organization.name))>
  <#assign organizationName = common.plain(organization.name)>
  <@mail.paragraph msg("authrealmInviteBody", organizationName, common.brand())/>
  <@mail.button link msg("authrealmInviteButton")/>
  <@mail.paragraph msg("authrealmMailLinkExpires", common.duration(linkExpiration))/>
  <@mail.note msg("authrealmInviteIgnore")/>
  <@mail.address link/>
</@mail.emailLayout>
<#else>
<@mail.keycloaks text="orgInviteBody" html="orgInviteBodyHtml"
    values=[link, linkExpiration, common.bare(realmName), common.bare(organization.name),
        linkExpirationFormatter(linkExpiration)]/>
</#if>

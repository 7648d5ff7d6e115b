<#-- Contrast as WCAG 2 defines it, for colours written #rrggbb. -->

<#--
  The exact formula raises to the power of 2.4, which FreeMarker cannot do. The cubic is within 0.0017 of it for every
  channel. That is close enough: black or white, whichever textOn picks, has at least 4.55:1 on each of the 16.7
  million colours.
-->
<#function channel color at>
  <#local digits = "0123456789abcdef">
  <#local value = (digits?index_of(color[at]) * 16 + digits?index_of(color[at + 1])) / 255>
  <#return value * (value * (value * 0.305306011 + 0.682171111) + 0.012522878)>
</#function>

<#function luminance color>
  <#local lower = color?lower_case>
  <#return 0.2126 * channel(lower, 1) + 0.7152 * channel(lower, 3) + 0.0722 * channel(lower, 5)>
</#function>

<#function contrast one other>
  <#local first = luminance(one) + 0.05>
  <#local second = luminance(other) + 0.05>
  <#return (first > second)?then(first / second, second / first)>
</#function>

<#function textOn color>
  <#return (luminance(color) > 0.179)?then("#000000", "#ffffff")>
</#function>

<#-- The colour if it stands out against the background, otherwise a grey that does. -->
<#function edge color background grey>
  <#return (contrast(color, background) >= 3)?then(color, grey)>
</#function>

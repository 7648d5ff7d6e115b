// Repairs of some pages of Keycloak that CSS cannot make.

// Older pages number their controls, which takes them out of the reading order.
for (const control of document.querySelectorAll("[tabindex]")) {
    control.tabIndex = Math.min(control.tabIndex, 0);
}

// Some labels name a field that does not exist; the field below them has another id.
for (const label of document.querySelectorAll("label[for]")) {
    if (!document.getElementById(label.htmlFor)) {
        const field = label.closest(".pf-v5-c-form__group")?.querySelector("input:not([type=hidden])");
        label.htmlFor = field?.id ?? label.htmlFor;
    }
}

// The level of some headings matches their look and not their nesting.
let depth = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.localName[1]);
    depth = Math.min(level, depth + 1);
    if (depth !== level) {
        heading.ariaLevel = String(depth);
    }
}

// Some choices are boxes that the keyboard cannot reach, or can reach but not press.
for (const box of document.querySelectorAll("div[onclick]")) {
    box.role = "button";
    box.tabIndex = 0;
    box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            box.click();
        }
    });
}

// The chosen device for the one-time code is neither visible at first nor announced.
const devices = [...document.querySelectorAll("div[id^=kc-otp-credential-]")];

function tellChosenDevice() {
    for (const device of devices) {
        device.ariaPressed = String(device.classList.contains("pf-m-selected"));
    }
}

for (const device of devices) {
    const chosen = document.getElementById("selectedCredentialId")?.value;
    device.classList.toggle("pf-m-selected", Boolean(chosen) && device.getAttribute("onclick").includes(chosen));
    device.addEventListener("click", tellChosenDevice);
}
tellChosenDevice();

/** Endings that a double click would run on somebody's machine. */
const ENDINGS =
  /\.(exe|msi|msix|com|scr|pif|bat|cmd|ps1|psm1|vbs|vbe|wsf|wsh|hta|jse|jar|lnk|reg|cpl|dll|sys|gadget|app|dmg|pkg|deb|rpm|apk|sh|run|appimage)$/i
const MEDIA = new Set([
  'application/x-msdownload',
  'application/vnd.microsoft.portable-executable',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/vnd.android.package-archive',
  'application/java-vm',
  'application/x-deb',
  'application/x-rpm',
])

/** Whether a file is a program, by its name or by its bytes. */
export function isProgram(name: string, mediaType: string): boolean {
  return ENDINGS.test(name) || MEDIA.has(mediaType)
}

; The Windows installer, for one user, without administrator rights. Made by the release workflow from the bundle:
;   iscc /DVersion=0.1.0 packaging\windows\portrait-studio.iss
; Not run yet: see packaging\README.md.

#ifndef Version
  #error Say which version this is: iscc /DVersion=0.1.0
#endif

[Setup]
AppId={{6C4C4F0B-6F0C-4B7A-9F0E-0D6C2B1C7E55}
AppName=Portrait Studio
AppVersion={#Version}
AppPublisher=The Portrait Studio authors
DefaultDirName={autopf}\Portrait Studio
DefaultGroupName=Portrait Studio
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=portrait-studio-{#Version}-windows-x86_64
SetupIconFile=build\prepared\portrait-studio.ico
UninstallDisplayIcon={app}\portrait-studio.exe
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes
ChangesAssociations=yes
DisableProgramGroupPage=yes

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; An upgrade replaces the program's own folder whole. The library is elsewhere.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\portrait-studio\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "build\prepared\LICENCES.txt"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\Portrait Studio"; Filename: "{app}\portrait-studio.exe"
Name: "{autodesktop}\Portrait Studio"; Filename: "{app}\portrait-studio.exe"; Tasks: desktopicon

[Registry]
; "Open with" for pictures, without being what they open with by themselves.
#define Entry "Software\Classes\Applications\portrait-studio.exe"
Root: HKA; Subkey: "{#Entry}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Portrait Studio"; Flags: uninsdeletekey
Root: HKA; Subkey: "{#Entry}\shell\open\command"; ValueType: string; ValueData: """{app}\portrait-studio.exe"" ""%1"""
Root: HKA; Subkey: "{#Entry}\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""
Root: HKA; Subkey: "{#Entry}\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""
Root: HKA; Subkey: "{#Entry}\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""
Root: HKA; Subkey: "{#Entry}\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""

[Run]
Filename: "{app}\portrait-studio.exe"; Description: "{cm:LaunchProgram,Portrait Studio}"; Flags: nowait postinstall skipifsilent

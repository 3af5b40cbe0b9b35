; The installer for Windows, per user, without administrator's rights.
;   makensis -DVERSION=0.9.0 -DPAYLOAD=dist\boardcase -DICON=build\boardcase.ico -DSIDE=build\side.bmp -DOUT=boardcase-0.9.0-windows-x64.exe boardcase.nsi
; Silent: boardcase-0.9.0-windows-x64.exe /S [/D=C:\some\folder]   Uninstall silently: "%LOCALAPPDATA%\Programs\Boardcase\uninstall.exe" /S
; Exit codes: 0 installed, 1 cancelled, 2 not installed (a message says why; silent, the code alone).

Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

!define NAME "Boardcase"
!define KIND "Boardcase.plan"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDatablockOptimize on
CRCCheck force
AllowSkipFiles off ; a file that cannot be written ends the installation
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TEXT "${NAME} decides where AI runs: cloud, on-premises or hybrid.$\r$\n$\r$\nIt is installed for you alone; no administrator is needed. It works offline: nothing is fetched, nothing is sent.$\r$\n$\r$\nAn earlier version is replaced; plans, settings and work that is not saved stay."
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\boardcasew.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro Running PROGRAM
  ; a program that is open keeps its own file; writing to it then fails
  ${If} ${FileExists} "${PROGRAM}"
    ClearErrors
    FileOpen $0 "${PROGRAM}" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "${NAME} is open. Close it and start again; nothing has been changed." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RemoveProgram
  ; only what an installer put there: a folder somebody chose may hold other things
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\boardcase.exe"
  Delete "$INSTDIR\boardcasew.exe"
  Delete "$INSTDIR\NOTICES.txt"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\boardcase.cdx.json"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${NAME} needs a 64-bit Windows 10 or later." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetShellVarContext current
FunctionEnd

Section
  !insertmacro Running "$INSTDIR\boardcasew.exe"
  !insertmacro Running "$INSTDIR\boardcase.exe"
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"

  ; Start menu
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\boardcasew.exe" "" "$INSTDIR\boardcasew.exe" 0

  ; a double click on a plan
  WriteRegStr HKCU "Software\Classes\.boardcase" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\.boardcase" "Content Type" "application/x-boardcase"
  WriteRegStr HKCU "Software\Classes\.boardcase\OpenWithProgids" "${KIND}" ""
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "Boardcase plan"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\boardcasew.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\boardcasew.exe" "%1"'
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\boardcase.exe" "" "$INSTDIR\boardcase.exe"

  ; the list of installed programs
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\boardcasew.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  ${RefreshShellIcons}
SectionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

Section Uninstall
  !insertmacro Running "$INSTDIR\boardcasew.exe"
  !insertmacro Running "$INSTDIR\boardcase.exe"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else is in it
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${NAME}"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths\boardcase.exe"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegValue HKCU "Software\Classes\.boardcase\OpenWithProgids" "${KIND}"
  ReadRegStr $0 HKCU "Software\Classes\.boardcase" ""
  ${If} $0 == "${KIND}" ; another program may have taken the ending since
    DeleteRegKey HKCU "Software\Classes\.boardcase"
  ${EndIf}
  ; settings, unsaved work and plans are the user's and stay
  ${RefreshShellIcons}
SectionEnd

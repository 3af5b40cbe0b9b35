; A program in the place of the real one, for trying the installer where no Windows program can be frozen:
; it writes the line it was called with beside itself, and with the argument "wait" stays open for a while.
Unicode true
Target amd64-unicode
!include FileFunc.nsh
!include LogicLib.nsh
OutFile "${OUT}"
SilentInstall silent
RequestExecutionLevel user
Section
  ${GetParameters} $1
  ${If} $1 == "wait"
    Sleep 8000
  ${EndIf}
  FileOpen $0 "$EXEDIR\called.txt" w
  FileWriteUTF16LE $0 "$1"
  FileClose $0
SectionEnd

# Sourced by run and test: finds a JDK and a Maven, or says in one sentence what is missing.
# shellcheck shell=sh

# find_jdk: sets JAVA_HOME (exported), java_version and java_major; ends the script when there is no JDK 17 or newer.
find_jdk() {
  rejected=
  for java_home in "${JAVA_HOME:-}" "$(home_of_java_on_path)"; do
    [ -n "$java_home" ] && accept_jdk "$java_home" && return
  done
  fail "A JDK 17 or newer is needed, and ${rejected:-there is no java on the PATH}." \
    "On Debian or Ubuntu: apt install openjdk-17-jdk-headless"
}

accept_jdk() {
  java_version=$(version_of "$1")
  java_major=${java_version%%[!0-9]*}
  if [ -z "$java_major" ]; then
    rejected="${rejected:+$rejected, }$1 is no Java"
  elif [ "$java_major" -lt 17 ]; then
    rejected="${rejected:+$rejected, }$1 is Java $java_major"
  elif [ ! -x "$1/bin/javac" ]; then
    rejected="${rejected:+$rejected, }$1 has no javac (it is a JRE)"
  else
    JAVA_HOME=$1
    export JAVA_HOME
    return 0
  fi
  return 1
}

home_of_java_on_path() {
  java=$(command -v java) || return 0
  java=$(readlink -f "$java" 2>/dev/null) || java=
  home=${java%/bin/java}
  if [ ! -f "$home/release" ]; then # a shim, as macOS and version managers have them
    home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  fi
  printf '%s\n' "$home"
}

# The release file is read because asking java itself costs as much as starting the site.
version_of() {
  [ -x "$1/bin/java" ] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null)
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([^"]*\)".*/\1/p')
  printf '%s\n' "${version#1.}" # 1.8.0_392 is Java 8
}

# find_maven: sets maven to a command of version 3.6.3 or newer, taken from Maven Central if need be.
find_maven() {
  if maven=$(command -v mvn) && is_maven_new_enough "$maven"; then
    return
  fi
  maven=$("$JAVA_HOME/bin/java" "${root:?}/scripts/FetchMaven.java") || exit 1
}

is_maven_new_enough() {
  version=$("$1" -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  oldest=$(printf '%s\n3.6.3\n' "${version:-0}" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)
  [ "$oldest" = 3.6.3 ]
}

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

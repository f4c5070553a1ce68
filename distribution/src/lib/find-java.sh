# Chooses the Java to run on: read by bin/powerstrip, with bash.
#
# POWERSTRIP_JAVA, then JAVA_HOME, then the newest JDK from 21 on that is found in the usual places, then the java on the
# path. Sets java (the program) and java_version (17, 21, ...); returns 1 with a message if there is none from 17 on.

# Sets version, without starting Java where the JDK's own file says it.
read_version() {
    local program=$1 file line text
    file=${program%/bin/java}/release
    if [[ ! -r $file ]]; then
        file=$(readlink -f -- "$program")
        file=${file%/bin/java}/release
    fi
    version=
    if [[ -r $file ]]; then
        while [[ -z $version ]] && IFS= read -r line; do
            [[ $line =~ ^JAVA_VERSION=\"?([0-9]+) ]] && version=${BASH_REMATCH[1]}
        done <"$file"
    fi
    if [[ -z $version ]]; then
        text=$("$program" -version 2>&1)
        [[ $text =~ version\ \"([0-9]+) ]] && version=${BASH_REMATCH[1]}
    fi
    [[ -n $version ]]
}

# Takes the program if it is a Java from the given version on and newer than what was taken before.
take_java() {
    local version
    [[ -x $1 && ! -d $1 ]] && read_version "$1" && ((version >= $2 && version > java_version)) || return 1
    java=$1 java_version=$version
}

find_java() {
    local candidate version
    java= java_version=0
    if [[ -n ${POWERSTRIP_JAVA:-} ]]; then
        candidate=$POWERSTRIP_JAVA
        [[ -d $candidate ]] && candidate=$candidate/bin/java
        take_java "$candidate" 17 && return 0
        echo "powerstrip: POWERSTRIP_JAVA is $POWERSTRIP_JAVA, and that is no Java 17 or newer" >&2
        return 1
    fi
    if [[ -n ${JAVA_HOME:-} ]]; then
        take_java "$JAVA_HOME/bin/java" 17 && return 0
        echo "powerstrip: JAVA_HOME is $JAVA_HOME, and that is no Java 17 or newer; looking for another" >&2
    fi
    for candidate in /usr/lib/jvm/*/bin/java /opt/*/bin/java "${HOME:-}"/.sdkman/candidates/java/*/bin/java \
        "${HOME:-}"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
        take_java "$candidate" 21
    done
    candidate=$(command -v java) && take_java "$candidate" 17
    [[ -n $java ]] && return 0
    echo "powerstrip: there is no Java 17 or newer; install one (apt-get install openjdk-17-jdk) or name it in POWERSTRIP_JAVA" >&2
    return 1
}

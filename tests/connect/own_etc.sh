#!/bin/sh
# Runs a command in a view of this machine in which /etc belongs to the command: a live store reads its hooks from
# /etc/mm/hooks and from nowhere else. Other processes see nothing of it. Needs Linux; works as root and as any other user.
#
# usage: own_etc.sh COMMAND [ARGUMENT…]
set -eu
PATH=$PATH:/usr/sbin:/sbin

if [ -z "${OWN_ETC:-}" ]; then
    if [ "$(id -u)" = 0 ]; then own_users=''; else own_users='--user --map-root-user'; fi
    # shellcheck disable=SC2086 # several options
    if ! unshare --mount $own_users true; then
        echo "own_etc.sh: this machine allows no mount namespaces (unshare --mount $own_users)" >&2
        exit 1
    fi
    # shellcheck disable=SC2086 # several options
    OWN_ETC=$PWD exec unshare --mount $own_users "$0" "$@"
fi

# A root folder of its own, in which all but /etc is what it is outside.
root=/mnt
mount -t tmpfs -o mode=755 own-etc "$root"
for path in /*; do
    case $path in
        /etc | /mnt) mkdir "$root$path" ;;
        *)
            if [ -L "$path" ]; then
                cp -P "$path" "$root$path"
            elif [ -d "$path" ]; then
                mkdir "$root$path"
                mount --rbind "$path" "$root$path"
            fi
            ;;
    esac
done
# What only others may read stays out.
cp -RP /etc/. "$root/etc/" 2>/dev/null || true
rm -rf "$root/etc/mm"
mkdir -p "$root/etc/mm/hooks"
chmod 755 "$root/etc" "$root/etc/mm" "$root/etc/mm/hooks"
# shellcheck disable=SC2016 # the inner shell expands them
exec chroot "$root" /bin/sh -c 'cd "$OWN_ETC" && unset OWN_ETC && exec "$@"' sh "$@"

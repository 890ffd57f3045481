# The built site behind nginx, which runs without root and listens on 8080. First: make site
FROM docker.io/nginxinc/nginx-unprivileged:1.28-alpine
COPY site /srv/ml-research-playbooks
COPY site/_nginx.conf /etc/nginx/conf.d/default.conf
EXPOSE 8080

{{- define "homeostat.labels" -}}
app.kubernetes.io/name: homeostat
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Labels that select one component's pods. Call with (dict "root" $ "component" "gateway"). */}}
{{- define "homeostat.selector" -}}
app.kubernetes.io/name: homeostat
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "homeostat.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- define "homeostat.jobsImage" -}}
{{ .Values.jobsImage.repository }}:{{ .Values.jobsImage.tag | default .Chart.AppVersion }}
{{- end }}
{{- define "homeostat.engineImage" -}}
{{ .Values.engineImage.repository }}:{{ .Values.engineImage.tag }}
{{- end }}

{{- define "homeostat.kafka" -}}
{{- if .Values.kafka.enabled -}}
homeostat-kafka.{{ .Release.Namespace }}.svc:9092
{{- else -}}
{{ required "kafka.bootstrapServers is empty: give host:port of your brokers, or set kafka.enabled=true" .Values.kafka.bootstrapServers }}
{{- end }}
{{- end }}

{{- define "homeostat.databaseUrl" -}}
{{- if .Values.postgresql.enabled -}}
jdbc:postgresql://homeostat-postgresql.{{ .Release.Namespace }}.svc:5432/homeostat
{{- else -}}
{{ required "postgresql.url is empty: give the JDBC URL of your database, or set postgresql.enabled=true" .Values.postgresql.url }}
{{- end }}
{{- end }}

{{- define "homeostat.databaseSecret" -}}
{{- if .Values.postgresql.enabled -}}
{{ .Values.postgresql.passwordSecret | default "homeostat-postgresql" }}
{{- else -}}
{{ required "postgresql.passwordSecret is empty: name a Secret with the key 'password'" .Values.postgresql.passwordSecret }}
{{- end }}
{{- end }}

{{- define "homeostat.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "homeostat.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Environment of every Java process. Call with (dict "root" $ "values" values): values.javaOptions, where a process has its own, wins. */}}
{{- define "homeostat.environment" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: KAFKA_BOOTSTRAP
  value: {{ include "homeostat.kafka" .root }}
- name: WATCH_NAMESPACES
  value: {{ join "," .root.Values.watchNamespaces | quote }}
- name: JAVA_TOOL_OPTIONS
  value: {{ .values.javaOptions | default .root.Values.javaOptions | quote }}
{{- end }}

{{/*
A Deployment of one Java process. Call with (dict "root" $ "component" name "values" values "env" yaml "mounts" yaml "volumes" yaml
"ports" yaml "grace" seconds); env, mounts, volumes and ports may be empty.
*/}}
{{- define "homeostat.deployment" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: homeostat-{{ .component }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "homeostat.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels:
      {{- include "homeostat.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "homeostat.labels" $root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
    spec:
      serviceAccountName: homeostat-{{ .component }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ .grace | default 30 }}
      {{- with $root.Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "homeostat.podSecurity" 65532 | nindent 8 }}
      containers:
        - name: {{ .component }}
          image: {{ include "homeostat.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ .component }}]
          env:
            {{- include "homeostat.environment" (dict "root" $root "values" .values) | nindent 12 }}
            {{- with .env }}
            {{- . | nindent 12 }}
            {{- end }}
          ports:
            - name: metrics
              containerPort: 9090
            {{- with .ports }}
            {{- . | nindent 12 }}
            {{- end }}
          startupProbe:
            httpGet: {path: /healthz, port: metrics}
            periodSeconds: 2
            failureThreshold: 90
          livenessProbe:
            httpGet: {path: /healthz, port: metrics}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /readyz, port: metrics}
            periodSeconds: 3
            timeoutSeconds: 3
          {{- with .preStop }}
          lifecycle:
            preStop:
              sleep: {seconds: {{ . }}}
          {{- end }}
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          securityContext:
            {{- include "homeostat.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            {{- with .mounts }}
            {{- . | nindent 12 }}
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- with .volumes }}
        {{- . | nindent 8 }}
        {{- end }}
{{- end }}

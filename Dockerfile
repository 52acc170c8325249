FROM ubuntu:26.04 AS build
RUN apt-get update && apt-get install -y --no-install-recommends dotnet-sdk-10.0
WORKDIR /source
COPY . .
RUN dotnet publish src/Switchboard.Host -c Release -o /app

FROM ubuntu:26.04
RUN apt-get update && apt-get install -y --no-install-recommends aspnetcore-runtime-10.0 && rm -rf /var/lib/apt/lists/* && useradd --system switchboard
COPY --from=build /app /app
# Data and secret lie on volumes of their own, so that a copy of the data alone proves and opens nothing.
RUN mkdir -p /data /secret && chown switchboard /data /secret
USER switchboard
WORKDIR /data
ENV SWITCHBOARD_DATA=/data/store SWITCHBOARD_SECRET_FILE=/secret/root
VOLUME ["/data", "/secret"]
EXPOSE 7775 7777 7778 3500 8787
ENTRYPOINT ["dotnet", "/app/switchboard.dll"]

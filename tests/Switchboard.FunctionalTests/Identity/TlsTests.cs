using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Identity;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("switchboard-tls-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Listeners_CertificateAndKey_SpeakTlsOnEveryPort()
    {
        using var certificate = WritePem();
        await using var server = await SwitchboardServer.StartAsync(s => s.ServerYaml = Yaml("tls.pem", "tls.key"));
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint } };
        using var client = new HttpMessageInvoker(handler);

        foreach (var service in (string[])["proxy", "compliance", "management", "bridge", "agent"])
        {
            var url = server.Url(service);
            Assert.StartsWith("https://", url, StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Get, url + "/health") { Headers = { { "Origin", url } } };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Listeners_ClearTextOnATlsPort_IsRefused()
    {
        using var certificate = WritePem();
        await using var server = await SwitchboardServer.StartAsync(s => s.ServerYaml = Yaml("tls.pem", "tls.key"));

        var answer = await RawConnection.AskAsync(server.Url("proxy"), "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain(" 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls.pem", "absent.key")]
    [InlineData("absent.pem", "tls.key")]
    [InlineData("tls.key", "tls.pem")]
    [InlineData("tls.pem", "other.key")]
    public async Task Start_CertificateThatCannotBeUsed_IsRefusedWithAWayOut(string certificate, string key)
    {
        using var mine = WritePem();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "other.key"), other.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => SwitchboardServer.StartAsync(s => s.ServerYaml = Yaml(certificate, key)));

        Assert.Contains("server.tls", fault.Message, StringComparison.Ordinal);
    }

    private string Yaml(string certificate, string key) => $"  tls: {{ certificate: {Path.Combine(folder.FullName, certificate)}, key: {Path.Combine(folder.FullName, key)} }}";

    private X509Certificate2 WritePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder.FullName, "tls.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}

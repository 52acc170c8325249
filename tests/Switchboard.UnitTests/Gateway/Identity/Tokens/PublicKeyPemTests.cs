using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Switchboard.Gateway.Identity.Tokens;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

public sealed class PublicKeyPemTests
{
    [Fact]
    public void Read_PublicKeysAndCertificates_KnowTheirAlgorithm()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=a", curve, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));

        Assert.Equal(TokenAlgorithm.Rs256, PublicKeyPem.Read("a", rsa.ExportSubjectPublicKeyInfoPem()).Key!.Algorithm);
        Assert.Equal(TokenAlgorithm.Rs256, PublicKeyPem.Read("a", rsa.ExportRSAPublicKeyPem()).Key!.Algorithm);
        Assert.Equal(TokenAlgorithm.Es256, PublicKeyPem.Read("a", curve.ExportSubjectPublicKeyInfoPem()).Key!.Algorithm);
        Assert.Equal(TokenAlgorithm.Es256, PublicKeyPem.Read("a", certificate.ExportCertificatePem()).Key!.Algorithm);
    }

    [Fact]
    public void Read_WhatCannotCheckSafely_SaysWhyWithoutTheText()
    {
        using var rsa = RSA.Create(2048);
        using var small = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Contains("private key", PublicKeyPem.Read(null, rsa.ExportPkcs8PrivateKeyPem()).Fault, StringComparison.Ordinal);
        Assert.Contains("2048", PublicKeyPem.Read(null, small.ExportSubjectPublicKeyInfoPem()).Fault, StringComparison.Ordinal);
        Assert.Contains("P-256", PublicKeyPem.Read(null, other.ExportSubjectPublicKeyInfoPem()).Fault, StringComparison.Ordinal);
        Assert.Equal("holds no PEM", PublicKeyPem.Read(null, "anything").Fault);
        Assert.Equal("holds no key that can be read", PublicKeyPem.Read(null, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----").Fault);
    }
}

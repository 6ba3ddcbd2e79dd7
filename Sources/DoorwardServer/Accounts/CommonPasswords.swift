/// The passwords that are tried first, and the words they are made of, in lower case.
enum CommonPasswords {
    static let all = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

    private static let text = """
        password passw0rd p@ssw0rd p@ssword pa55word passwort motdepasse contraseña password1 password12 password123
        12345678 123456789 1234567890 12345678910 0123456789 987654321 87654321 11223344 1122334455 123123123 12344321
        1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qazwsxedc
        qwerty qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop qwertyuiop123 qwertz qwertzui azerty azertyui
        asdfasdf asdfghjk asdfghjkl zxcvbnm zxcvbnm1 asdf1234 qwer1234 abcd1234 abc12345 abc123456 a1b2c3d4 1a2b3c4d
        iloveyou iloveyou1 ilovegod loveyou lovely princess sunshine football baseball basketball superman batman
        dragon monkey shadow master michael jennifer jordan hunter ranger harley daniel thomas charlie andrew
        michelle jessica ashley nicole joshua matthew amanda george summer winter autumn spring january february
        monday friday sunday london berlin chelsea liverpool arsenal barcelona chocolate computer internet samsung
        google facebook whatever trustno1 letmein letmein1 letmeinnow welcome welcome1 welcome123 changeme
        changeme1 default secret secret123 starwars pokemon minecraft corvette mustang mercedes ferrari porsche
        butterfly elephant rainbow diamond jesuschrist blessed freedom forever friends family flower purple orange
        administrator administrator1 admin admin123 admin1234 adminadmin root rootroot toor user useruser guest
        guestguest test testtest test1234 tester testing temp temporary demo demodemo login loginlogin access hello
        hello123 hellohello helloworld helloworld1 killer soccer hockey tigger cookie cheese banana pepper ginger
        maggie buster bailey snoopy scooter silver golden thunder phoenix matrix victoria alexander elizabeth
        correcthorsebatterystaple opensesame iamgroot fuckyou fuckyou1 asshole bullshit
        """
}

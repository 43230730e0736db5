"""Practices of people, leadership, structure and rewards."""

from typing import Final

__all__ = ["ORGANISATION"]

ORGANISATION: Final = (
    (
        "leadership_culture_carry",
        "Leadership and culture carry CRM",
        "رهبری و فرهنگ پشتوانه مدیریت ارتباط با مشتری است",
    ),
    (
        "people_carry",
        "People carry CRM",
        "افراد پشتوانه مدیریت ارتباط با مشتری هستند",
    ),
    (
        "foster_satisfying_behaviour",
        "Behaviour that satisfies customers is fostered",
        "رفتارهایی که رضایت مشتری را افزایش می‌دهد تقویت می‌شود",
    ),
    (
        "staff_work_for_value",
        "Staff of all units work together for the customer's value",
        "کارکنان همه بخش‌ها در راستای ارزش مشتری با هم کار می‌کنند",
    ),
    (
        "partners_work_for_value",
        "Partners work with the firm for the customer's value",
        "شرکا در راستای ارزش مشتری با سازمان همکاری می‌کنند",
    ),
    (
        "suppliers_work_for_value",
        "Suppliers work with the firm for the customer's value",
        "تأمین‌کنندگان در راستای ارزش مشتری با سازمان همکاری می‌کنند",
    ),
    (
        "owners_stand_behind",
        "Owners and investors stand behind the relations with customers",
        "مالکان و سرمایه‌گذاران پشتیبان ارتباط با مشتریان هستند",
    ),
    (
        "know_network",
        "All who touch the customer are known: partners, sellers, staff, investors, owners",
        (
            "همه کسانی که با مشتری سروکار دارند شناخته شده‌اند: شرکا، فروشندگان، کارکنان، "
            "سرمایه‌گذاران و صاحبان"
        ),
    ),
    (
        "align_aims",
        "The firm's aims and the customers' aims are brought into line",
        "اهداف سازمانی با اهداف مشتریان هماهنگ است",
    ),
    (
        "integrate_organisation",
        "Units and their roles are integrated around the customer",
        "بخش‌ها و نقش‌های سازمان پیرامون مشتری یکپارچه شده است",
    ),
    (
        "organise_by_segment",
        "Units are organised around customer segments",
        "بخش‌های سازمان پیرامون بخش‌های مشتری سازمان‌دهی شده است",
    ),
    (
        "fewer_layers",
        "Few layers let staff take part in decisions",
        "سلسله‌مراتب اندک است و کارکنان در تصمیم‌ها مشارکت دارند",
    ),
    (
        "decide_near_customer",
        "Decisions are taken near the customer",
        "تصمیم‌ها نزدیک به مشتری گرفته می‌شود",
    ),
    (
        "empower_staff",
        "Staff have the means and the right to help a customer at once",
        "کارکنان ابزار و اختیار کمک فوری به مشتری را دارند",
    ),
    (
        "clear_duties",
        "It is clear who does what for the customer",
        "روشن است چه کسی برای مشتری چه کاری انجام می‌دهد",
    ),
    (
        "inform_by_uncertainty",
        "The less certain a task, the more information reaches those who do it",
        "هرچه عدم اطمینان وظیفه‌ای بیشتر باشد، اطلاعات بیشتری به مجریان آن می‌رسد",
    ),
    (
        "skills_fit_variety",
        "The skills of staff fit the variety of their tasks",
        "مهارت کارکنان با تنوع وظایف آنان متناسب است",
    ),
    (
        "rules_for_pooled_work",
        "Units that share resources work by common rules",
        "واحدهایی که منابع مشترک دارند با قواعد یکسان کار می‌کنند",
    ),
    (
        "plan_handovers",
        "Where one unit's work follows another's, the handover is planned",
        "هرجا کار واحدی در پی کار واحد دیگر است، تحویل کار برنامه‌ریزی شده است",
    ),
    (
        "adjust_mutually",
        "Units that need each other adjust to each other directly",
        "واحدهایی که به هم وابسته‌اند مستقیم با یکدیگر هماهنگ می‌شوند",
    ),
    (
        "recruit_specialists",
        "Suitable and specialised people are recruited",
        "نیروهای مناسب و متخصص جذب می‌شوند",
    ),
    (
        "hire_customer_minded",
        "People with a mind for customers are hired",
        "افراد مشتری‌مدار به خدمت گرفته می‌شوند",
    ),
    (
        "train_staff",
        "Staff are trained",
        "کارکنان آموزش می‌بینند",
    ),
    (
        "build_skills",
        "Skills in IT, project management and data analysis are built",
        "مهارت‌های فناوری اطلاعات، مدیریت پروژه و تحلیل داده‌ها توسعه می‌یابد",
    ),
    (
        "transfer_staff",
        "People move between units and come to know the customer's whole way",
        "کارکنان میان بخش‌ها جابه‌جا می‌شوند و کل مسیر مشتری را می‌شناسند",
    ),
    (
        "treat_staff_well",
        "Staff are treated well",
        "با کارکنان به‌خوبی رفتار می‌شود",
    ),
    (
        "pay_and_promote",
        "Pay and promotion support the strategy",
        "حقوق و ترفیع پشتیبان راهبرد است",
    ),
    (
        "pay_by_performance",
        "Pay follows what staff achieve for customers",
        "جبران خدمات کارکنان بر پایه عملکرد آنان در برابر مشتریان است",
    ),
    (
        "promote_by_performance",
        "Promotion follows what staff achieve for customers",
        "ترفیع کارکنان بر پایه عملکرد آنان در برابر مشتریان است",
    ),
    (
        "reward_outstanding_service",
        "Special rewards go to outstanding service",
        "به خدمت برجسته پاداش ویژه داده می‌شود",
    ),
    (
        "design_jobs",
        "Jobs are designed so that one can serve the customer well in them",
        "مشاغل چنان طراحی شده است که بتوان در آن‌ها به مشتری خوب خدمت کرد",
    ),
    (
        "own_standards",
        "The firm has standards of its own for serving customers",
        "سازمان استانداردهای ویژه خود را برای خدمت به مشتری دارد",
    ),
    (
        "share_knowledge",
        "Knowledge is shared across units",
        "دانش میان بخش‌های سازمان تسهیم می‌شود",
    ),
    (
        "manage_change",
        "Change in the organisation is planned and led",
        "تغییرات سازمانی برنامه‌ریزی و مدیریت می‌شود",
    ),
    (
        "handle_resistance",
        "Resistance of staff to change is heard and handled",
        "مقاومت کارکنان در برابر تغییر شنیده و برطرف می‌شود",
    ),
    (
        "crm_lead",
        "Somebody leads or advises on CRM",
        "مدیریت ارتباط با مشتری راهبر یا مشاوری دارد",
    ),
)
